import ArgumentParser
import Audit
import Basics

struct AuditVerifyReveal: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-reveal", abstract: "Check with nothing but the public key that a revealed value is what the log holds.",
    discussion: """
      EXAMPLE
        agw audit verify-reveal entry.opening entry.tlog-proof --public-key gateway.example/audit+1f2e3d4c+AZ…

      Checks the proof of the entry, and that the value opens the commitment in it. Prints the value; exits 1 if not.
      """)

  private static let bytesMax = 8 << 20

  @Argument(help: "What agw audit reveal wrote.")
  var opening: String

  @Argument(help: "What agw audit prove wrote of the same entry.")
  var proof: String

  @OptionGroup var trusted: PublicKeyOptions

  func validate() throws {
    if trusted.keys.isEmpty { throw ValidationError("Give --public-key: a proof that brings its own key proves nothing.") }
  }

  func run() throws {
    let text = String(decoding: try FileBytes.read(proof, bytesMax: Self.bytesMax), as: UTF8.self)
    guard let entry = InclusionProof(text: text) else { throw CommandFailure("\(proof) holds no proof of an entry") }
    _ = try entry.check(trusted.keys)
    let document = try JSONValue.parse(FileBytes.read(opening, bytesMax: Self.bytesMax))
    guard let value = FieldOpening(document) else { throw CommandFailure("\(opening) holds no revealed value") }
    guard value.opens(entry.line) else { throw CommandFailure("the value is not what the entry was sealed with") }
    Terminal.print("PROVEN  \(value.member.rawValue) of entry \(entry.index + 1) is:")
    Terminal.print(Table.visible(String(decoding: value.value, as: UTF8.self)))
  }
}
