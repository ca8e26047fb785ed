"""The demonstration site: invented organisations, people, texts and history, all marked 示例."""
