"""Questions over millions of rows. Empty until monitoring needs its first one."""
