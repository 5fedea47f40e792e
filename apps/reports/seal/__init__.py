"""The digital seal on a toetsverslag: our certificate, putting it on, and reading it back."""
