/// A variable: its name, and after resolution the number that tells it from others of the name.
struct Variable: Hashable, Sendable {
  var name: String
  var id: Int32 = Variable.unresolved

  static let unresolved: Int32 = -1
  static let data = Variable(name: "data", id: -2)
  static let input = Variable(name: "input", id: -3)

  var isRoot: Bool { id <= -2 }
  /// `_` and the names given to it.
  var isWildcard: Bool { name == "_" }
}

/// A term of the language, as written and later as resolved.
struct Term: Sendable {
  var kind: Kind
  var location: Location
  /// Byte offset behind its last byte in the source; 0 for terms that are not written there.
  var end: Int32 = 0
  /// Written in parentheses, which `location` and `end` leave out.
  var isGrouped = false
  /// Terms within each other here, this one not counted; see `Parser.heightLimit`.
  var height: UInt16 = 0

  init(_ kind: Kind, _ location: Location) {
    self.kind = kind
    self.location = location
  }

  indirect enum Kind: Sendable {
    case null
    case boolean(Bool)
    /// The text as written: numbers are exact.
    case number(String)
    case string(String)
    case variable(Variable)
    case reference(Term, [Term])
    case array([Term])
    case set([Term])
    case object([Member])
    case arrayComprehension(Term, Body)
    case setComprehension(Term, Body)
    case objectComprehension(Term, Term, Body)
    case call(Callee, [Term])
    case template([TemplatePart])
  }

  struct Member: Sendable {
    var key: Term
    var value: Term
  }
}

/// A piece of a template string.
enum TemplatePart: Sendable {
  case text(String)
  /// The expression between braces; undefined becomes `<undefined>`.
  case expression(Term)
}

/// What a call names: an operator, a built-in or a function of the policy.
struct Callee: Sendable {
  /// `["count"]`, `["json", "marshal"]`; resolved functions start with `data`.
  var path: [String]
  /// Written with an operator, so that no rule of that name is meant.
  var isOperator: Bool = false
  var location: Location

  var name: String { path.joined(separator: ".") }
}

/// A sequence of literals, all of which must hold.
struct Body: Sendable {
  var literals: [Literal]
  /// Numbers of the variables that live in this body only (after resolution); others come from around it.
  var locals: Range<Int32> = 0..<0
  /// Where its braces or brackets open and close in the source, if it has them.
  var braces: Braces?

  struct Braces: Sendable {
    var opening: Location
    var closing: Location
  }
}

/// One statement of a body.
struct Literal: Sendable {
  var kind: Kind
  var modifiers: [Modifier] = []
  var location: Location
  /// Byte offset behind its last byte, modifiers included.
  var end: Int32 = 0

  indirect enum Kind: Sendable {
    case expression(Term)
    case unify(Term, Term)
    case assign(Term, Term)
    case negation(Body)
    /// Variables only.
    case some([Term])
    case someIn(key: Term?, value: Term, domain: Term)
    case every(key: Term?, value: Term, domain: Term, body: Body)
    /// Holds if either side does (`or` between literals, experimental).
    case disjunction([Body])
  }

  /// `with target as value`.
  struct Modifier: Sendable {
    /// Of the word `with`.
    var location: Location
    var target: Term
    var value: Term
    /// After resolution: `input…`, `data…` or the name of a built-in.
    var path: [String] = []
    /// After resolution: the function or built-in that stands in, if the value names one.
    var replacement: Callee?
  }
}

extension Term {
  var isString: String? {
    if case .string(let text) = kind { text } else { nil }
  }

  var isVariable: Variable? {
    if case .variable(let variable) = kind { variable } else { nil }
  }
}
