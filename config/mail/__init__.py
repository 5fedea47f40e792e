"""Ways out for e-mail. What they promise besides Django's interface is for ``organisations.domain.post``.

``says_before_content``: a message with an attribute ``before_content`` has it called at the last moment at
which nothing of its text has left yet; an error that it raises ends the hand-over. A way out without it
cannot say when that is.

``keeps_one_of_each``: handing over the same Message-ID twice leaves one letter.
"""
