//! All integration tests, in one binary: each further one would link everything anew.

#![expect(
    clippy::disallowed_methods,
    reason = "tests prepare files and folders of their own"
)]

mod tidy;
