import ArgumentParser
import SPIFFE

extension SPIFFEID: @retroactive ExpressibleByArgument {
  public init?(argument: String) {
    guard let id = try? SPIFFEID(argument) else { return nil }
    self = id
  }
}
