import ArgumentParser
import Basics
import Console

struct SecretRevoke: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Take a secret out of use: its value is gone for good.",
    discussion: """
      EXAMPLE
        agw secrets revoke search-api-key --yes
      """)

  @Argument(help: "Name.")
  var name: String

  @OptionGroup var confirmation: Confirmation
  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func run() throws {
    try confirmation.obtain("Remove the value of \(name) for good?")
    output.show(try control.post("secrets/revoke", ["name": .string(name)]) { try $0.revoke(secret: name) })
  }
}
