"""The bot's own sentences and how names get into commands; both languages, no layout."""
