//! Files of testcases, and what becomes of them.
