/// What a tool does with data, as far as leaks are concerned; from the labels of its registry entry.
public struct DataFlow: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The tool's answers may hold data that must not leave the house. Registry label `sensitive`.
  public static let sensitive = DataFlow(rawValue: 1)
  /// What the tool is given goes to somebody outside. Registry label `external`.
  public static let external = DataFlow(rawValue: 2)

  /// Reads the labels of a registry entry; labels that say nothing of data are passed over.
  public init(labels: some Sequence<String>) {
    self = []
    for label in labels {
      switch label {
      case "sensitive": insert(.sensitive)
      case "external": insert(.external)
      default: break
      }
    }
  }
}
