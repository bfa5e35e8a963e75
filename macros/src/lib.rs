//! `#[builtin]`: declares a Flux function where its Rust code stands.

mod attributes;
mod defaults;

use attributes::{Meta, Param, camel, docs};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, ItemFn, LitStr, Result, ReturnType};

/// Turns `fn to_upper(v: Arc<str>) -> String` into itself plus a `pub static TO_UPPER: Builtin`
/// that describes it: Flux name (`toUpper`), docs, parameters with types and defaults, and the
/// call that unpacks the arguments.
///
/// On the function: `#[builtin]`, or `#[builtin(name = "…", since = "0.7.0", deprecated = "…",
/// returns = "stream[A]", constraints = "A: Record", pure)]`. A doc comment is required.
///
/// On a parameter: a doc comment (required); `#[pipe]` for the piped argument; `#[ty("(r: A) =>
/// bool")]` where the Rust type does not say the Flux type; `#[default(0)]` with a literal or an
/// array of literals; `#[name("fn")]` where the Flux name is no Rust name. A parameter of type
/// `Option<T>` may be left out. A parameter marked `#[context]` is handed the `&Context` and is no
/// parameter in Flux.
///
/// The function gives anything that is `IntoValue`, a `Result` of it included.
#[proc_macro_attribute]
pub fn builtin(
    meta: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    let item = syn::parse_macro_input!(item as ItemFn);
    expand(meta.into(), item)
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

fn expand(meta: TokenStream, mut item: ItemFn) -> Result<TokenStream> {
    let meta = Meta::parse(meta)?;
    let mut params = Vec::new();
    for input in &mut item.sig.inputs {
        params.push(Param::parse(input)?);
    }
    let function_docs = docs(&item.attrs);
    if function_docs.is_empty() {
        let message = "a builtin needs a doc comment";
        return Err(syn::Error::new(item.sig.ident.span(), message));
    }
    let function = &item.sig.ident;
    let constant = static_name(function);
    let name = meta
        .name
        .clone()
        .unwrap_or_else(|| LitStr::new(&camel(&function.to_string()), function.span()));
    let summary = format!("The description of Flux's `{}`.", name.value());
    let returns = match (&meta.returns, &item.sig.output) {
        (Some(text), _) => quote!(|| #text.into()),
        (None, ReturnType::Type(_, ty)) => quote!(<#ty as crate::value::FluxType>::flux_type),
        (None, ReturnType::Default) => {
            let message = "a builtin gives a value";
            return Err(syn::Error::new(function.span(), message));
        }
    };
    let option = |text: &Option<LitStr>| {
        text.as_ref()
            .map_or(quote!(None), |text| quote!(Some(#text)))
    };
    let (since, deprecated) = (option(&meta.since), option(&meta.deprecated));
    let constraints = meta
        .constraints
        .as_ref()
        .map_or_else(String::new, LitStr::value);
    let pure = meta.pure;
    let described = params
        .iter()
        .filter(|param| !param.context)
        .map(Param::describe);
    let mut index = 0_usize;
    let passed = params.iter().map(|param| {
        if param.context {
            return quote!(cx);
        }
        let take = quote!(args.take(#index)?);
        index += 1;
        take
    });
    let passed: Vec<_> = passed.collect();
    Ok(quote! {
        #item

        #[doc = #summary]
        pub static #constant: crate::value::Builtin = crate::value::Builtin {
            name: #name,
            docs: #function_docs,
            since: #since,
            deprecated: #deprecated,
            params: &[#(#described),*],
            returns: #returns,
            constraints: #constraints,
            pure: #pure,
            call: |cx, args| {
                let _ = (&cx, &args);
                crate::value::IntoValue::into_value(#function(#(#passed),*))
            },
        };
    })
}

/// `to_upper` → `TO_UPPER`.
fn static_name(function: &Ident) -> Ident {
    let name = function.to_string();
    format_ident!("{}", name.trim_start_matches("r#").to_uppercase())
}
