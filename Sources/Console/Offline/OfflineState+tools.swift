public import Basics
import Gateway

extension OfflineState {
  /// The registry as the file has it; nobody has asked the upstreams.
  public func tools() throws -> JSONValue {
    ["tools": .array(try RegisteredTools.read(configuration).map { $0.document })]
  }
}
