"""The HTTP toolkit: forms, sign-in, errors, pages. Knows Flask and the kernel, and no domain."""
