/// What a JSON node is.
public enum JSONKind: UInt8, Sendable {
  case null
  case `true`
  case `false`
  case number
  case string
  case array
  case object
}
