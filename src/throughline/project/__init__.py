"""One table of options, the settings made from it, and the database behind them."""
