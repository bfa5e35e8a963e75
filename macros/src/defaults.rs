//! `#[default(…)]`: a literal as Flux text and as the value that is passed.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Expr, ExprArray, ExprLit, ExprUnary, Lit, Result, UnOp, spanned::Spanned};

/// The expression of an `Option<DefaultValue>`.
pub fn describe(default: &Expr) -> Result<TokenStream> {
    let (text, value) = convert(default)?;
    Ok(quote! {
        Some(crate::value::DefaultValue {
            text: #text,
            value: || #value,
        })
    })
}

fn convert(default: &Expr) -> Result<(String, TokenStream)> {
    match default {
        Expr::Lit(ExprLit { lit, .. }) => literal(lit),
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => match &**expr {
            Expr::Lit(ExprLit {
                lit: Lit::Int(number),
                ..
            }) => Ok((
                format!("-{number}"),
                quote!(crate::value::Value::Int(-#number)),
            )),
            Expr::Lit(ExprLit {
                lit: Lit::Float(number),
                ..
            }) => Ok((
                format!("-{number}"),
                quote!(crate::value::Value::Float(-#number)),
            )),
            _ => Err(unknown(default)),
        },
        Expr::Array(ExprArray { elems, .. }) => {
            let items: Vec<_> = elems.iter().map(convert).collect::<Result<_>>()?;
            let texts: Vec<_> = items.iter().map(|(text, _)| text.as_str()).collect();
            let values = items.iter().map(|(_, value)| value);
            let text = format!("[{}]", texts.join(", "));
            Ok((text, quote!(crate::value::Value::array(vec![#(#values),*]))))
        }
        _ => Err(unknown(default)),
    }
}

fn literal(literal: &Lit) -> Result<(String, TokenStream)> {
    Ok(match literal {
        Lit::Int(number) => (
            number.to_string(),
            quote!(crate::value::Value::Int(#number)),
        ),
        Lit::Float(number) => (
            number.to_string(),
            quote!(crate::value::Value::Float(#number)),
        ),
        Lit::Bool(flag) => (
            flag.value.to_string(),
            quote!(crate::value::Value::Bool(#flag)),
        ),
        Lit::Str(text) => (
            format!("{:?}", text.value()),
            quote!(crate::value::Value::string(#text)),
        ),
        _ => {
            return Err(syn::Error::new(
                literal.span(),
                "expected a number, a string or a bool",
            ));
        }
    })
}

fn unknown(default: &Expr) -> syn::Error {
    let message = "expected a literal or an array of literals; for more, take an Option";
    syn::Error::new(default.span(), message)
}
