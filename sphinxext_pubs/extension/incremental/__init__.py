"""What an incremental build compares, reads again and writes again."""
