//! How the secrets and passwords of a resource are treated.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::codec::Codec;
use crate::crypto::{self, Algorithm, Effort, KeyCache, PasswordPolicy};
use crate::{Error, Result};

/// Keys and parameters. Never stored, never shown.
pub struct Security {
    passphrase: Option<Zeroizing<String>>,
    passwords: PasswordPolicy,
    auto_decrypt: bool,
    auto_encrypt: bool,
    salt_per_value: bool,
}

impl std::fmt::Debug for Security {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Security").finish_non_exhaustive()
    }
}

impl Security {
    /// Reads `{passphrase?, pepper?, rounds?, argon2?: {memoryCost?, timeCost?, parallelism?},
    /// autoDecrypt?, autoEncrypt?, saltPerValue?}`.
    #[must_use]
    pub fn parse(options: &Value) -> Self {
        let number = |value: Option<&Value>, fallback: u32| {
            let number = value.and_then(Value::as_u64);
            number
                .and_then(|number| u32::try_from(number).ok())
                .unwrap_or(fallback)
        };
        let flag = |name: &str| options.get(name).and_then(Value::as_bool).unwrap_or(true);
        let text = |name: &str| options.get(name).and_then(Value::as_str);
        let argon2 = options.get("argon2").unwrap_or(&Value::Null);
        let standard = PasswordPolicy::default();
        Self {
            passphrase: text("passphrase").map(|text| Zeroizing::new(text.to_owned())),
            passwords: PasswordPolicy {
                rounds: number(options.get("rounds"), standard.rounds),
                argon2: crypto::Argon2 {
                    memory: number(argon2.get("memoryCost"), standard.argon2.memory),
                    time: number(argon2.get("timeCost"), standard.argon2.time),
                    parallelism: number(argon2.get("parallelism"), standard.argon2.parallelism),
                },
                pepper: text("pepper").unwrap_or_default().to_owned(),
            },
            auto_decrypt: flag("autoDecrypt"),
            auto_encrypt: flag("autoEncrypt"),
            salt_per_value: options.get("saltPerValue") == Some(&Value::Bool(true)),
        }
    }

    /// Turns the plain text of a secret or password slot into what is stored, or answers `None` when
    /// that takes more effort. A text that already is a cipher text under the passphrase, or a hash,
    /// is stored as it is.
    ///
    /// # Errors
    /// [`Error::Crypto`] when there is no passphrase or hashing fails.
    pub fn protect(
        &self,
        codec: Codec,
        plain: &str,
        keys: &KeyCache,
        effort: Effort,
    ) -> Result<Option<String>> {
        match codec {
            Codec::PasswordBcrypt => self.passwords.hash(plain, Algorithm::Bcrypt, effort),
            Codec::PasswordArgon2 => self.passwords.hash(plain, Algorithm::Argon2, effort),
            _ if !self.auto_encrypt => Ok(Some(plain.to_owned())),
            _ => {
                let passphrase = self.passphrase()?;
                match crypto::decrypt(plain, passphrase, keys, effort) {
                    None => Ok(None),
                    Some(opened) if opened != plain => Ok(Some(plain.to_owned())),
                    Some(_) if self.salt_per_value => {
                        crypto::encrypt_apart(plain, passphrase, keys, effort)
                    }
                    Some(_) => crypto::encrypt(plain, passphrase, keys, effort),
                }
            }
        }
    }

    /// The plain text of a stored secret, or `None` when that takes more effort. Without a passphrase
    /// or with `autoDecrypt: false` the stored text comes back.
    #[must_use]
    pub fn reveal(&self, stored: &str, keys: &KeyCache, effort: Effort) -> Option<String> {
        match &self.passphrase {
            Some(passphrase) if self.auto_decrypt => {
                crypto::decrypt(stored, passphrase, keys, effort).map(Into::into)
            }
            _ => Some(stored.to_owned()),
        }
    }

    fn passphrase(&self) -> Result<&str> {
        match &self.passphrase {
            Some(passphrase) => Ok(passphrase),
            None => Err(Error::Crypto {
                reason: "Missing configuration for secrets encryption.".to_owned(),
            }),
        }
    }
}
