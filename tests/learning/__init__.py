"""What is learned of the articles of the tests for the phrase books."""
