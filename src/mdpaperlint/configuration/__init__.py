"""What a configuration can say, where it is looked for, and what is wrong with one."""
