import ArgumentParser
import Audit

/// The keys that a verifier trusts.
struct PublicKeyOptions: ParsableArguments {
  @Option(
    name: .customLong("public-key"),
    help: "A key that may sign the log, as agw audit keys prints it; may be given several times.",
    transform: PublicKeyOptions.key)
  var keys: [NoteKey] = []

  @Sendable private static func key(_ text: String) throws -> NoteKey {
    guard let key = NoteKey(text) else {
      throw ValidationError("\"\(text)\" is no public key; agw audit keys prints them as NAME+ID+KEY.")
    }
    return key
  }
}
