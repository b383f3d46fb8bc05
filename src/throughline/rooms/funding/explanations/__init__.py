"""A school's budget explained on one page to print, with why it changed, adding up to the cent."""
