/// What one step of a plan does. `d` is the register written; `a`, `b`, `c` are operands: registers from 0 up,
/// constants below 0, or table indices where the comment says so.
enum Opcode: UInt8 {
  /// Fails: what stands before finds its next solution.
  case fail
  case copy
  /// `d` ← the input document; fails if there is none.
  case input
  /// `d` ← input path number `a`, cached for the decision; fails if undefined.
  case inputPath
  /// `d` ← base document path number `a`; fails if undefined.
  case base
  /// `d` ← `a`[`b`]; fails if there is no such member.
  case index
  /// For each member of `a`: key in `b`, value in `c`, and the rest of the block.
  case scan
  /// `d` ← the value of group number `a`; fails if undefined.
  case rule
  /// `d` ← group number `a` called with operands `b` ..< `b + c`.
  case function
  /// `d` ← built-in number `a` called with operands `b` ..< `b + c`.
  case builtin
  /// `d` ← the rule tree's node number `a`, not yet built.
  case tree
  /// `d` ← `a`, built if it is a place in the rule tree.
  case force
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  /// Fails unless `a` is an element or value of `b`.
  case member
  /// Fails if `a` is false.
  case truthy
  /// Fails unless `a` is an array of length `b` (a plain number).
  case isArray
  /// Fails unless `a` is an object with `b` (a plain number) members.
  case isObject
  /// `d` ← array, set of operands `b` ..< `b + c`; object of pairs.
  case makeArray, makeSet, makeObject
  /// Fails if block `c` has a solution.
  case negate
  /// `d` ← what block `c` collects.
  case collectArray, collectSet, collectObject
  /// For each member of `a`, block `c` must have a solution; registers `b`, `b + 1` get key and value.
  case every
  /// Fails unless one of the blocks operands `b` ..< `b + c` has a solution.
  case either
  /// Evaluates the rest, up to `endWith`, with replacement number `a` and operands `b` ..< `b + c`.
  case with
  case endWith
  /// `print` with blocks operands `b` ..< `b + c`, each yielding one argument.
  case print
  /// `d` ← the value block `c` yields, or the text `<undefined>`.
  case optional
  /// Traced code only: reports mark number `a`, an expression that is reached.
  case cover
  /// Traced code only: mark number `a`, a rule's body that is entered.
  case enter
  /// Traced code only: mark number `a`, a solution of the body; operands `b` ..< `b + c` are its variables.
  case leave
  // Ends of blocks.
  case append, insert
  /// Puts value `c` at the keys operands `a` ..< `a + b`; `d` is 1 if the last key is an element of a set.
  case put
  /// The block's value is `a`; `b` is 1 if no other solution can differ, `c` is 1 in functions.
  case result
  /// One solution is enough.
  case found
  /// Binds the query's variables: operands `b` ..< `b + c`.
  case answer
}

/// One step, 20 bytes.
struct Operation: BitwiseCopyable {
  var code: Opcode
  var d: Int32 = 0
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0
}
