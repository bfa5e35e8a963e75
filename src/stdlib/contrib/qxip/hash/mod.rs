//! Package `contrib/qxip/hash`: digests of strings. A null gives null.

mod city;

use crate::diagnostic::Failure;
use crate::stdlib::base64;
use crate::value::{Nullable, Package, Value};
use fluxlite_macros::builtin;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Digest;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/qxip/hash",
    docs: "Makes digests of strings.",
    builtins: &[&B64, &CITYHASH64, &HMAC, &MD5, &SHA1, &SHA256, &XXHASH64],
    constants: &[],
    flux: None,
};

/// Declares functions from a string's bytes to text.
macro_rules! digests {
    ($($docs:tt $since:tt $name:ident = $function:expr;)*) => { $(
        #[doc = $docs]
        #[builtin(since = $since, pure)]
        pub fn $name(
            /// The string.
            v: Value,
        ) -> Result<Nullable<String>, Failure> {
            let function: fn(&[u8]) -> String = $function;
            digest(&v, stringify!($name), function)
        }
    )* };
}

digests! {
    "The string in base64, as URLs may contain it." "0.193.0" b64 = |bytes| base64(bytes, b"-_");
    "The CityHash64 of a string, in decimal." "0.147.0" cityhash64
        = |bytes| city::hash(bytes).to_string();
    "The MD5 digest of a string, in hexadecimal." "0.193.0" md5
        = |bytes| hexadecimal(&md5::Md5::digest(bytes));
    "The SHA-1 digest of a string, in hexadecimal." "0.193.0" sha1
        = |bytes| hexadecimal(&sha1::Sha1::digest(bytes));
    "The SHA-256 digest of a string, in hexadecimal." "0.147.0" sha256
        = |bytes| hexadecimal(&sha2::Sha256::digest(bytes));
    "The xxHash64 of a string, in decimal." "0.147.0" xxhash64
        = |bytes| twox_hash::XxHash64::oneshot(0, bytes).to_string();
}

/// The HMAC of a string with SHA-1, in base64.
#[builtin(since = "0.193.0", pure)]
pub fn hmac(
    /// The string.
    v: Value,
    /// The key.
    k: Value,
) -> Result<Nullable<String>, Failure> {
    let key = match &k {
        Value::Null(_) => return Ok(Nullable(None)),
        Value::String(key) => key,
        other => return Err(unsupported(other, "hmac")),
    };
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(key.as_bytes())
        .expect("a key of an HMAC may have any length");
    digest(&v, "hmac", |bytes| {
        mac.update(bytes);
        base64(&mac.finalize().into_bytes(), b"+/")
    })
}

fn digest(
    value: &Value,
    name: &str,
    function: impl FnOnce(&[u8]) -> String,
) -> Result<Nullable<String>, Failure> {
    match value {
        Value::Null(_) => Ok(Nullable(None)),
        Value::String(text) => Ok(Nullable(Some(function(text.as_bytes())))),
        other => Err(unsupported(other, name)),
    }
}

fn unsupported(value: &Value, name: &str) -> Failure {
    let message = format!("hash cannot convert {} to {name}", value.type_name());
    Failure::new("flux::stdlib::conversion", message)
        .help("digests are made of strings: convert it with string(v: …)")
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_digests() {
        let check = |function: fn(Value) -> Result<Nullable<String>, Failure>, expected: &str| {
            let found = function(Value::string("Hello, world!")).unwrap();
            assert_eq!(found.0.as_deref(), Some(expected));
            assert_eq!(function(Value::Null(None)), Ok(Nullable(None)));
            assert!(function(Value::Int(1)).is_err());
        };
        check(
            sha256,
            "315f5bdb76d078c43b8ac0064e4a0164612b1fce77c869345bfc94c75894edd3",
        );
        check(sha1, "943a702d06f34599aee1f8da8ef9f7296031d699");
        check(md5, "6cd3556deb0da54bca060b4c39479839");
        check(xxhash64, "17691043854468224118");
        check(cityhash64, "2359500134450972198");
        check(b64, "SGVsbG8sIHdvcmxkIQ==");
    }

    #[test]
    fn hmac_of_a_known_text() {
        // RFC 2202, test case 2.
        let text = Value::string("what do ya want for nothing?");
        let found = hmac(text, Value::string("Jefe")).unwrap();
        assert_eq!(found.0.as_deref(), Some("7/zfauXrL6LSdBbV8YTfnCWafHk="));
    }
}
