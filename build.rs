//! Hands the linker what a Node.js addon needs when the binding is built.

fn main() {
    #[cfg(feature = "binding")]
    napi_build::setup();
}
