//! Generates the parser from `grammar/flux.lalrpop` into `OUT_DIR`.

#![expect(
    clippy::disallowed_methods,
    reason = "cargo says in the environment where generated code goes"
)]

fn main() -> Result<(), Box<dyn std::error::Error>> {
    const GRAMMAR: &str = "grammar/flux.lalrpop";
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={GRAMMAR}");
    let out = std::env::var("OUT_DIR")?;
    lalrpop::Configuration::new()
        .set_in_dir("grammar")
        .set_out_dir(out)
        .emit_rerun_directives(false)
        .process()?;
    Ok(())
}
