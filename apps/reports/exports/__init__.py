"""The plan as a spreadsheet: written for who wants to work on it elsewhere, and read back."""
