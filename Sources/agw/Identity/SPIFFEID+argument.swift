public import ArgumentParser
public import SPIFFE

extension SPIFFEID: ExpressibleByArgument {
  public init?(argument: String) {
    guard let id = try? SPIFFEID(argument) else { return nil }
    self = id
  }
}
