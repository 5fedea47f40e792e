"""The report as a Word document, from our template or from one of the firm's own."""
