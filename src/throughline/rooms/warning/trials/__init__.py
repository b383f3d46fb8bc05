"""Rules are tried before they are switched on: whom would they add, and whom drop?"""
