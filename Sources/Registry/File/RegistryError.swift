/// Why a registry was not accepted: everything that is wrong with it, in the order of the file.
public struct RegistryError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file, as it was named.
  public let path: String
  /// At least one.
  public let problems: [RegistryProblem]

  public var description: String {
    problems.map { "\(path): \($0)" }.joined(separator: "\n")
  }
}
