"""What every CSV layout shares: columns, kinds of cell, streaming blocks, capped problems, writing."""
