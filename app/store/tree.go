package store

import (
	bolt "go.etcd.io/bbolt"

	"postroom/app/mail"
)

// Node is a folder of the mailbox's tree as far as paths need it.
type Node struct {
	Parent string `json:"parent"`
	Name   string `json:"name"`
	Search bool   `json:"search,omitempty"`
}

var bucketTree = []byte("tree")

// Node reads one folder of the tree; false if it is not known.
func (tx *Tx) Node(mailbox, id string) (n Node, ok bool, err error) {
	b := tx.tree(mailbox)
	if b == nil {
		return n, false, nil
	}
	ok, err = get(b, []byte(id), &n)
	return n, ok, err
}

// PutNode adds a folder to the tree or replaces it.
func (tx *Tx) PutNode(mailbox, id string, n Node) error {
	b, err := tx.makeMailbox(mailbox)
	if err != nil {
		return err
	}
	tree, err := b.CreateBucketIfNotExists(bucketTree)
	if err != nil {
		return err
	}
	return put(tree, []byte(id), n)
}

// DeleteNode takes a folder out of the tree.
func (tx *Tx) DeleteNode(mailbox, id string) error {
	if b := tx.tree(mailbox); b != nil {
		return b.Delete([]byte(id))
	}
	return nil
}

// ClearTree forgets the tree.
func (tx *Tx) ClearTree(mailbox string) error {
	b := tx.mailbox(mailbox)
	if b == nil {
		return nil
	}
	if err := b.DeleteBucket(bucketTree); err != nil && !isNoBucket(err) {
		return err
	}
	return nil
}

// Nodes calls fn with every folder of the tree.
func (tx *Tx) Nodes(mailbox string, fn func(id string, n Node) error) error {
	b := tx.tree(mailbox)
	if b == nil {
		return nil
	}
	return b.ForEach(func(k, v []byte) error {
		var n Node
		if err := decode(v, &n); err != nil {
			return err
		}
		return fn(string(k), n)
	})
}

// NodePath is the path of a folder by the tree; nil if it or one above it is not known. A folder whose parent is not
// in the tree lies at the top: the root itself is not part of it.
func (tx *Tx) NodePath(mailbox, id string) (mail.Path, error) {
	var path mail.Path
	seen := map[string]bool{}
	for !seen[id] {
		seen[id] = true
		n, ok, err := tx.Node(mailbox, id)
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		path = append(mail.Path{n.Name}, path...)
		id = n.Parent
	}
	return path, nil
}

func (tx *Tx) tree(mailbox string) *bolt.Bucket {
	b := tx.mailbox(mailbox)
	if b == nil {
		return nil
	}
	return b.Bucket(bucketTree)
}
