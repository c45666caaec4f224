"""Tables of many columns, whose cells are held as lists."""
