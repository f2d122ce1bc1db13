/// Why bytes are no protocol buffers message of the Workload API.
public enum WireError: String, Error, Sendable, Hashable {
  case truncated = "wire_truncated"
  case malformed = "wire_malformed"
  case tooDeep = "wire_too_deep"
}
