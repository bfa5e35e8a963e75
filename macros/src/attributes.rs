//! What stands in the attributes of a builtin and of its parameters.

use crate::defaults;
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;
use syn::{Attribute, Expr, FnArg, LitStr, Pat, Result, Type, spanned::Spanned};

/// The arguments of `#[builtin(…)]`.
#[derive(Default)]
pub struct Meta {
    pub name: Option<LitStr>,
    pub since: Option<LitStr>,
    pub deprecated: Option<LitStr>,
    pub returns: Option<LitStr>,
    pub constraints: Option<LitStr>,
    pub pure: bool,
}

impl Meta {
    pub fn parse(tokens: TokenStream) -> Result<Self> {
        let mut meta = Self::default();
        let parser = syn::meta::parser(|item| {
            if item.path.is_ident("pure") {
                meta.pure = true;
                return Ok(());
            }
            let slot = match item.path.get_ident().map(ToString::to_string).as_deref() {
                Some("name") => &mut meta.name,
                Some("since") => &mut meta.since,
                Some("deprecated") => &mut meta.deprecated,
                Some("returns") => &mut meta.returns,
                Some("constraints") => &mut meta.constraints,
                _ => {
                    return Err(item.error(
                        "expected `name`, `since`, `deprecated`, `returns`, `constraints` or `pure`",
                    ));
                }
            };
            *slot = Some(item.value()?.parse()?);
            Ok(())
        });
        parser.parse2(tokens)?;
        Ok(meta)
    }
}

/// A parameter of the Rust function, its attributes taken off.
pub struct Param {
    pub context: bool,
    name: String,
    docs: String,
    rust_type: Type,
    flux_type: Option<LitStr>,
    default: Option<Expr>,
    pipe: bool,
}

impl Param {
    pub fn parse(input: &mut FnArg) -> Result<Self> {
        let FnArg::Typed(argument) = input else {
            return Err(syn::Error::new(input.span(), "a builtin takes no self"));
        };
        let Pat::Ident(pattern) = &*argument.pat else {
            return Err(syn::Error::new(argument.pat.span(), "expected a name"));
        };
        let attributes = std::mem::take(&mut argument.attrs);
        let text = |name| -> Result<Option<LitStr>> {
            find(&attributes, name)
                .map(Attribute::parse_args)
                .transpose()
        };
        let context = find(&attributes, "context").is_some();
        let docs = docs(&attributes);
        if docs.is_empty() && !context {
            let message = "a parameter of a builtin needs a doc comment";
            return Err(syn::Error::new(pattern.span(), message));
        }
        Ok(Self {
            context,
            name: text("name")?
                .map_or_else(|| camel(&pattern.ident.to_string()), |name| name.value()),
            docs,
            rust_type: (*argument.ty).clone(),
            flux_type: text("ty")?,
            default: find(&attributes, "default")
                .map(Attribute::parse_args)
                .transpose()?,
            pipe: find(&attributes, "pipe").is_some(),
        })
    }

    /// The expression that describes it in the builtin's list.
    pub fn describe(&self) -> TokenStream {
        let Self {
            name,
            docs,
            rust_type,
            pipe,
            ..
        } = self;
        let ty = match &self.flux_type {
            Some(text) => quote!(|| #text.into()),
            None => quote!(<#rust_type as crate::value::FluxType>::flux_type),
        };
        let optional = self.default.is_some() || is_option(rust_type);
        let default = self
            .default
            .as_ref()
            .map_or(Ok(quote!(None)), defaults::describe);
        let default = default.unwrap_or_else(|error| error.to_compile_error());
        quote! {
            crate::value::Param {
                name: #name,
                docs: #docs,
                ty: #ty,
                default: #default,
                optional: #optional,
                pipe: #pipe,
            }
        }
    }
}

fn is_option(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path
        .segments
        .last()
        .is_some_and(|segment| segment.ident == "Option")
}

fn find<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    attributes
        .iter()
        .find(|attribute| attribute.path().is_ident(name))
}

/// The text of doc comments.
pub fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Str(text),
                    ..
                }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        });
    let lines: Vec<_> = lines
        .map(|line| line.strip_prefix(' ').unwrap_or(&line).to_owned())
        .collect();
    lines.join("\n")
}

/// `to_upper` → `toUpper`, `r#fn` → `fn`.
pub fn camel(snake: &str) -> String {
    let mut words = snake.trim_start_matches("r#").split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(letters.as_str());
    }
    name
}
