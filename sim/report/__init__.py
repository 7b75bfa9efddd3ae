"""Tables of an answer as data: what stands in them, in which words, with how many digits; not how they are drawn."""
