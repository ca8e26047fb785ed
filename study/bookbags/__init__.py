"""红色书袋: its page, its zip, its delivery list."""
