import ArgumentParser
import Audit
import Basics

struct AuditVerifyProof: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify-proof", abstract: "Check a proof with nothing but the public key.",
    discussion: """
      EXAMPLE
        agw audit verify-proof call.tlog-proof --public-key gateway.example/audit+1f2e3d4c+AZ…

      Takes what agw audit prove and agw audit consistency write. Prints the proven entry, or the two checkpoints; exits 1
      if the proof does not hold.
      """)

  /// Longer than a proof of the longest entry.
  private static let bytesMax = 4 << 20

  @Argument(help: "The proof; - for standard input.")
  var file: String

  @OptionGroup var trusted: PublicKeyOptions
  @OptionGroup var output: VerdictOutput

  func validate() throws {
    if trusted.keys.isEmpty { throw ValidationError("Give --public-key: a proof that brings its own key proves nothing.") }
  }

  func run() throws {
    let bytes = file == "-" ? try Terminal.readInput(bytesMax: Self.bytesMax) : try FileBytes.read(file, bytesMax: Self.bytesMax)
    let text = String(decoding: bytes, as: UTF8.self)
    if let proof = InclusionProof(text: text) {
      let checkpoint = try proof.check(trusted.keys)
      switch output.format {
      case .table:
        Terminal.print(
          "PROVEN  entry \(proof.index + 1) of \(checkpoint.origin), in the checkpoint of \(checkpoint.size) entries")
        Terminal.print(AuditReport.story([proof.line]))
      case .json: Terminal.print(line: proof.line)
      }
    } else if let proof = ConsistencyProof(text: text) {
      let (old, new) = try proof.check(trusted.keys)
      Terminal.print("PROVEN  \(new.origin): the checkpoint of \(new.size) entries goes on from that of \(old.size)")
    } else {
      throw CommandFailure("\(file) holds no proof")
    }
  }
}
