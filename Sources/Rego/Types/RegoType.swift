/// What can be known about a value before evaluation, as in OPA's checker.
indirect enum RegoType: Hashable, Sendable {
  case null
  case boolean
  case number
  case string
  /// The types of the first elements, and of all others; without the latter the length is known.
  case array([RegoType], rest: RegoType?)
  case set(RegoType)
  case object([Property], rest: Rest?)
  /// One of these; of nothing at all: anything.
  case union([RegoType])

  static let any = RegoType.union([])

  struct Property: Hashable, Sendable {
    var key: Key
    var value: RegoType
  }

  /// Members whose keys are not known.
  struct Rest: Hashable, Sendable {
    var key: RegoType
    var value: RegoType
  }

  /// A key that is known: a scalar, by its kind and text.
  enum Key: Hashable, Sendable {
    case string(String)
    case number(String)
    case boolean(Bool)
    case null

    var type: RegoType {
      switch self {
      case .string: .string
      case .number: .number
      case .boolean: .boolean
      case .null: .null
      }
    }

    /// As it stands in messages.
    var text: String {
      switch self {
      case .string(let text), .number(let text): text
      case .boolean(let value): value ? "true" : "false"
      case .null: "null"
      }
    }

    init?(_ term: Term) {
      switch term.kind {
      case .string(let text): self = .string(text)
      case .number(let text): self = .number(text)
      case .boolean(let value): self = .boolean(value)
      case .null: self = .null
      default: return nil
      }
    }
  }

  /// The type of a constant; nil for terms that hold anything else.
  init?(constant term: Term) {
    switch term.kind {
    case .null: self = .null
    case .boolean: self = .boolean
    case .number: self = .number
    case .string: self = .string
    default:
      guard term.isGround else { return nil }
      var inference = TypeInference(environment: TypeEnvironment())
      guard let type = inference.type(of: term) else { return nil }
      self = type
    }
  }

  /// Nothing is known about it.
  var isAny: Bool { self == .any }
}
