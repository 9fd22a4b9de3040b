"""What an article says happened with a person: the kind of event, with whom, and on which day. Pure; rules, no lists of names."""
