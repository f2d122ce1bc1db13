import ArgumentParser
import Basics
import Console

struct SecretRotate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Give a secret a new value; the old one is gone.",
    discussion: """
      EXAMPLE
        agw secrets rotate search-api-key --file new-key.txt --yes
      """)

  @Argument(help: "Name.")
  var name: String

  @OptionGroup var value: SecretValue
  @OptionGroup var confirmation: Confirmation
  @OptionGroup var control: Control
  @OptionGroup var output: Output

  func validate() throws {
    // Standard input cannot both hold the value and answer the question.
    guard value.file != nil || confirmation.yes else {
      throw ValidationError("Give --file, or --yes with the value on standard input.")
    }
  }

  func run() throws {
    let value = try value.read()
    try confirmation.obtain("Replace the value of \(name)?")
    let body: JSONValue = ["name": .string(name), "value": .string(value.exposed())]
    output.show(try control.post("secrets/rotate", body) { try $0.rotate(name, to: value) })
  }
}
