import ArgumentParser
import Basics
import Compliance

struct ComplianceVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that a directory of evidence is what was signed.",
    discussion: """
      EXAMPLES
        agw compliance verify reports/compliance-evidence-20261231-235959/soc2
        agw compliance verify soc2 --public-key signer.pub.pem

      Checks signature and checksums, and that no file is missing or was added; names the first that is not right and
      exits 1. Without --public-key the key beside the evidence is used: whoever can change the evidence can replace it.
      The same with common tools, in the directory:
        sha256sum --check --strict --quiet MANIFEST.sha256
        openssl pkeyutl -verify -pubin -inkey signer.pub.pem -rawin -in MANIFEST.sha256 -sigfile MANIFEST.sig
      """)

  @Argument(help: "The directory of one framework.")
  var directory: String

  @Option(name: .customLong("public-key"), help: "PEM file of the key that is trusted.")
  var publicKey: String?

  @OptionGroup var output: VerdictOutput

  func run() throws {
    let result = try EvidenceVerifier.verify(directory, publicKeyPath: publicKey)
    let words = result.isKeyGiven ? "" : "; the key lies beside it, compare it with one from elsewhere"
    output.show(
      "VERIFIED  \(directory): \(result.files) files, key SHA-256 \(result.keyDigest)\(words)",
      [
        "verified": true, "files": .integer(result.files), "key_sha256": .string(result.keyDigest),
        "key_given": .bool(result.isKeyGiven),
      ])
  }
}
