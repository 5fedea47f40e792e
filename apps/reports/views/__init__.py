"""Pages about what comes out: reports, exports, and the plan as a spreadsheet."""
