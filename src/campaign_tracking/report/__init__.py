"""What a run leaves behind: JUnit, page, facts and terminal, four views on the same results."""
