import ArgumentParser

/// Asks before something is done that cannot be undone.
struct Confirmation: ParsableArguments {
  @Flag(help: "Do not ask.")
  var yes = false

  /// - Throws: If the person says no, or nobody can be asked.
  func obtain(_ question: String) throws {
    if yes { return }
    guard Terminal.isInput else { throw CommandFailure("\(question) Give --yes, since nobody can be asked here.") }
    Terminal.note("\(question) [y/N]")
    guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
      throw CommandFailure("nothing was changed")
    }
  }
}
