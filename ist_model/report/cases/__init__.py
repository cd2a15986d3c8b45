"""What a page has before it: a scenario, several, or plans of joining, with their results, stored or made."""
