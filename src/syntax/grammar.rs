//! The parser that `build.rs` generates from `grammar/flux.lalrpop`.

lalrpop_util::lalrpop_mod!(
    #[expect(
        clippy::all,
        clippy::allow_attributes,
        clippy::unwrap_used,
        reason = "generated code"
    )]
    generated,
    "/flux.rs"
);

pub use generated::FileParser;
