// franz-go as a client of the broker under test.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/oauth"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

var order struct {
	Bootstrap, SaslPlaintext, Ssl, SaslSsl, Mutual   string
	User, Password, Token, CaFile, CertFile, KeyFile string
	Prefix                                           string
	Capabilities                                     []string
}

func unique(name string) string { return order.Prefix + "-" + name }

func until(what string, done func() bool) error {
	for i := 0; i < 600; i++ {
		if done() {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("not within 30 s: %s", what)
}

func connect(bootstrap string, more ...kgo.Opt) *kgo.Client {
	client, err := kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(bootstrap), kgo.MetadataMinAge(100 * time.Millisecond)}, more...)...)
	if err != nil {
		panic(err)
	}
	return client
}

func limited() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	context.AfterFunc(ctx, cancel)
	return ctx
}

func create(topic string, partitions int32, bootstrap string, opts ...kgo.Opt) error {
	client := connect(bootstrap, opts...)
	defer client.Close()
	_, err := kadm.NewClient(client).CreateTopic(limited(), partitions, 1, nil, topic)
	return err
}

func produce(topic string, values []string, partitions int32, bootstrap string, opts ...kgo.Opt) error {
	client := connect(bootstrap, append(opts, kgo.RecordPartitioner(kgo.ManualPartitioner()))...)
	defer client.Close()
	records := make([]*kgo.Record, len(values))
	for i, value := range values {
		records[i] = &kgo.Record{Topic: topic, Partition: int32(i) % partitions, Key: []byte(fmt.Sprintf("k%d", i)), Value: []byte(value), Headers: []kgo.RecordHeader{{Key: "h", Value: []byte("x")}}}
	}
	return client.ProduceSync(limited(), records...).FirstErr()
}

func read(topic string, count int, bootstrap string, opts ...kgo.Opt) ([]string, error) {
	client := connect(bootstrap, append(opts, kgo.ConsumeTopics(topic), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))...)
	defer client.Close()
	var got []string
	ctx := limited()
	for len(got) < count {
		fetches := client.PollFetches(ctx)
		if err := fetches.Err0(); err != nil {
			return got, fmt.Errorf("%d of %d records: %w", len(got), count, err)
		}
		fetches.EachRecord(func(r *kgo.Record) { got = append(got, string(r.Value)) })
	}
	short, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	client.PollFetches(short).EachRecord(func(r *kgo.Record) { got = append(got, string(r.Value)) })
	if len(got) != count {
		return got, fmt.Errorf("%d records instead of %d", len(got), count)
	}
	return got, nil
}

func values(letter string, count int) []string {
	all := make([]string, count)
	for i := range all {
		all[i] = fmt.Sprintf("%s%d", letter, i)
	}
	return all
}

func roundTrip(name, bootstrap string, opts ...kgo.Opt) error {
	topic := unique(name)
	if err := create(topic, 1, bootstrap, opts...); err != nil {
		return err
	}
	wanted := values(strings.Repeat("x", 100), 50)
	if err := produce(topic, wanted, 1, bootstrap, opts...); err != nil {
		return err
	}
	got, err := read(topic, 50, bootstrap, opts...)
	if err == nil && strings.Join(got, " ") != strings.Join(wanted, " ") {
		err = fmt.Errorf("other values: %v", got)
	}
	return err
}

type member struct {
	client *kgo.Client
	mutex  sync.Mutex
	owned  map[int32]bool
	values map[string]bool
}

func join(topic, group string, opts ...kgo.Opt) *member {
	m := &member{owned: map[int32]bool{}, values: map[string]bool{}}
	change := func(there bool) func(context.Context, *kgo.Client, map[string][]int32) {
		return func(_ context.Context, _ *kgo.Client, changed map[string][]int32) {
			m.mutex.Lock()
			defer m.mutex.Unlock()
			for _, p := range changed[topic] {
				if there {
					m.owned[p] = true
				} else {
					delete(m.owned, p)
				}
			}
		}
	}
	m.client = connect(order.Bootstrap, append(opts, kgo.ConsumerGroup(group), kgo.ConsumeTopics(topic), kgo.HeartbeatInterval(500*time.Millisecond),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.OnPartitionsAssigned(change(true)), kgo.OnPartitionsRevoked(change(false)), kgo.OnPartitionsLost(change(false)))...)
	go func() {
		for {
			fetches := m.client.PollFetches(context.Background())
			if fetches.IsClientClosed() {
				return
			}
			m.mutex.Lock()
			fetches.EachRecord(func(r *kgo.Record) { m.values[string(r.Value)] = true })
			m.mutex.Unlock()
		}
	}()
	return m
}

func group(name string, opts ...kgo.Opt) error {
	topic := unique(name)
	if err := create(topic, 6, order.Bootstrap); err != nil {
		return err
	}
	var members []*member
	for range 3 {
		members = append(members, join(topic, unique(name), opts...))
	}
	each := func(some []*member, wanted int) func() bool {
		return func() bool {
			for _, m := range some {
				m.mutex.Lock()
				count := len(m.owned)
				m.mutex.Unlock()
				if count != wanted {
					return false
				}
			}
			return true
		}
	}
	seen := func(wanted int) func() bool {
		return func() bool {
			all := map[string]bool{}
			for _, m := range members {
				m.mutex.Lock()
				for v := range m.values {
					all[v] = true
				}
				m.mutex.Unlock()
			}
			return len(all) == wanted
		}
	}
	steps := []func() error{
		func() error { return until("two partitions for each of three", each(members, 2)) },
		func() error { return produce(topic, values("a", 60), 6, order.Bootstrap) },
		func() error { return until("60 records for the three", seen(60)) },
		func() error { members[0].client.Close(); return nil },
		func() error { return until("three partitions for each of two", each(members[1:], 3)) },
		func() error { return produce(topic, values("b", 60), 6, order.Bootstrap) },
		func() error { return until("120 records", seen(120)) },
	}
	defer func() {
		for _, m := range members[1:] {
			m.client.Close()
		}
	}()
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func transactions() error {
	topic, source, id, groupID := unique("txn"), unique("txn-source"), unique("txn-id"), unique("txn-group")
	if err := errors.Join(create(topic, 2, order.Bootstrap), create(source, 1, order.Bootstrap), produce(source, values("s", 3), 1, order.Bootstrap)); err != nil {
		return err
	}
	session, err := kgo.NewGroupTransactSession(kgo.SeedBrokers(order.Bootstrap), kgo.TransactionalID(id), kgo.ConsumerGroup(groupID), kgo.ConsumeTopics(source),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.FetchIsolationLevel(kgo.ReadCommitted()), kgo.RequireStableFetchOffsets())
	if err != nil {
		return err
	}
	defer session.Close()
	// The first transaction is aborted: the session goes back to the start, and the second one reads the same records.
	for _, try := range []kgo.TransactionEndTry{kgo.TryAbort, kgo.TryCommit} {
		for got := 0; got < 3; {
			fetches := session.PollFetches(limited())
			if err := fetches.Err0(); err != nil {
				return err
			}
			got += fetches.NumRecords()
		}
		if err := session.Begin(); err != nil {
			return err
		}
		for i := range 3 {
			record := &kgo.Record{Topic: topic, Value: []byte(fmt.Sprintf("%v %d", try, i))}
			if err := session.ProduceSync(limited(), record).FirstErr(); err != nil {
				return err
			}
		}
		if committed, err := session.End(limited(), try); err != nil || committed != bool(try) {
			return fmt.Errorf("end of the transaction: committed %v, %w", committed, err)
		}
	}
	got, err := read(topic, 3, order.Bootstrap, kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	if err != nil {
		return err
	}
	for _, value := range got {
		if !strings.HasPrefix(value, "true") {
			return fmt.Errorf("read committed: %v", got)
		}
	}
	if _, err := read(topic, 6, order.Bootstrap); err != nil {
		return err
	}
	plain := connect(order.Bootstrap)
	defer plain.Close()
	offsets, err := kadm.NewClient(plain).FetchOffsets(limited(), groupID)
	if err != nil {
		return err
	}
	if at, _ := offsets.Lookup(source, 0); at.At != 3 {
		return fmt.Errorf("committed offset %d instead of 3", at.At)
	}
	older, newer := connect(order.Bootstrap, kgo.TransactionalID(unique("fenced"))), connect(order.Bootstrap, kgo.TransactionalID(unique("fenced")))
	defer older.Close()
	defer newer.Close()
	for _, client := range []*kgo.Client{older, newer} {
		if err := client.BeginTransaction(); err != nil {
			return err
		}
		if err := client.ProduceSync(limited(), &kgo.Record{Topic: topic, Value: []byte("x")}).FirstErr(); err != nil {
			return err
		}
	}
	if err := older.EndTransaction(limited(), kgo.TryCommit); !errors.Is(err, kerr.ProducerFenced) && !errors.Is(err, kerr.InvalidProducerEpoch) {
		return fmt.Errorf("the older producer: %v", err)
	}
	return newer.EndTransaction(limited(), kgo.TryCommit)
}

func admin() error {
	topic, groupID := unique("admin"), unique("admin-group")
	if err := create(topic, 2, order.Bootstrap); err != nil {
		return err
	}
	client := connect(order.Bootstrap)
	defer client.Close()
	adm := kadm.NewClient(client)
	value := "1234567"
	steps := []func() error{
		func() error { r, err := adm.CreatePartitions(limited(), 2, topic); return errors.Join(err, r.Error()) },
		func() error {
			return until("four partitions", func() bool { t, _ := adm.ListTopics(limited(), topic); return len(t[topic].Partitions) == 4 })
		},
		func() error {
			_, err := adm.AlterTopicConfigs(limited(), []kadm.AlterConfig{{Name: "retention.ms", Value: &value}}, topic)
			return err
		},
		func() error {
			return until("the changed config", func() bool {
				configs, err := adm.DescribeTopicConfigs(limited(), topic)
				for _, c := range configs[0].Configs {
					if err == nil && c.Key == "retention.ms" && c.MaybeValue() == value {
						return true
					}
				}
				return false
			})
		},
		func() error { return produce(topic, values("v", 3), 1, order.Bootstrap) },
		func() error {
			ends, err := adm.ListEndOffsets(limited(), topic)
			if end, _ := ends.Lookup(topic, 0); err == nil && end.Offset != 3 {
				err = fmt.Errorf("end at %d", end.Offset)
			}
			return err
		},
		func() error {
			o := kadm.Offsets{}
			o.AddOffset(topic, 0, 2, -1)
			r, err := adm.DeleteRecords(limited(), o)
			return errors.Join(err, r.Error())
		},
		func() error {
			o := kadm.Offsets{}
			o.AddOffset(topic, 0, 2, -1)
			r, err := adm.CommitOffsets(limited(), groupID, o)
			return errors.Join(err, r.Error())
		},
		func() error {
			groups, err := adm.DescribeGroups(limited(), groupID)
			if err == nil && groups[groupID].State != "Empty" {
				err = fmt.Errorf("state %s", groups[groupID].State)
			}
			return err
		},
		func() error { _, err := adm.DescribeAllLogDirs(limited(), nil); return err },
		func() error { r, err := adm.DeleteGroups(limited(), groupID); return errors.Join(err, r.Error()) },
		func() error { r, err := adm.DeleteTopics(limited(), topic); return errors.Join(err, r.Error()) },
		func() error {
			return until("the topic gone", func() bool { t, _ := adm.ListTopics(limited()); return !t.Has(topic) })
		},
	}
	for i, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	return nil
}

func acls() error {
	client := connect(order.Bootstrap)
	defer client.Close()
	adm := kadm.NewClient(client)
	acl := kadm.NewACLs().Topics(unique("acl")).ResourcePatternType(kadm.ACLPatternLiteral).Operations(kadm.OpRead).Allow("User:bob").AllowHosts("*")
	created, err := adm.CreateACLs(limited(), acl)
	if err != nil || created[0].Err != nil {
		return fmt.Errorf("creating: %w %v", err, created)
	}
	if err := until("the ACL", func() bool {
		described, err := adm.DescribeACLs(limited(), acl)
		return err == nil && len(described[0].Described) == 1
	}); err != nil {
		return err
	}
	deleted, err := adm.DeleteACLs(limited(), acl)
	if err == nil && len(deleted[0].Deleted) != 1 {
		err = fmt.Errorf("deleted %d ACLs", len(deleted[0].Deleted))
	}
	return err
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == "github.com/twmb/franz-go" {
			return dependency.Version
		}
	}
	return "?"
}

func tell(line map[string]string) {
	text, _ := json.Marshal(line)
	fmt.Println(string(text))
}

func main() {
	if err := json.Unmarshal([]byte(os.Args[1]), &order); err != nil {
		panic(err)
	}
	tell(map[string]string{"version": version()})
	withTLS := func(certificates ...tls.Certificate) kgo.Opt {
		pem, err := os.ReadFile(order.CaFile)
		if err != nil {
			panic(err)
		}
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(pem)
		return kgo.DialTLSConfig(&tls.Config{RootCAs: pool, Certificates: certificates})
	}
	consumerProtocol := kgo.ServerSideBalancer()
	acts := map[string]func() error{
		"idempotent":        func() error { return roundTrip("idempotent", order.Bootstrap, kgo.RequiredAcks(kgo.AllISRAcks())) },
		"group":             func() error { return group("group") },
		"consumer protocol": func() error { return group("group-848", consumerProtocol) },
		"transactions":      transactions,
		"admin":             admin,
		"acls":              acls,
		"PLAIN": func() error {
			return roundTrip("plain", order.SaslPlaintext, kgo.SASL(plain.Auth{User: order.User, Pass: order.Password}.AsMechanism()))
		},
		"SCRAM-SHA-256": func() error {
			return roundTrip("scram-256", order.SaslPlaintext, kgo.SASL(scram.Auth{User: order.User, Pass: order.Password}.AsSha256Mechanism()))
		},
		"SCRAM-SHA-512": func() error {
			return roundTrip("scram-512", order.SaslPlaintext, kgo.SASL(scram.Auth{User: order.User, Pass: order.Password}.AsSha512Mechanism()))
		},
		"OAUTHBEARER": func() error {
			return roundTrip("oauthbearer", order.SaslPlaintext, kgo.SASL(oauth.Auth{Token: order.Token}.AsMechanism()))
		},
		"TLS": func() error { return roundTrip("tls", order.Ssl, withTLS()) },
		"mutual TLS": func() error {
			certificate, err := tls.LoadX509KeyPair(order.CertFile, order.KeyFile)
			if err != nil {
				return err
			}
			return roundTrip("mutual-tls", order.Mutual, withTLS(certificate))
		},
		"SASL over TLS": func() error {
			return roundTrip("sasl-ssl", order.SaslSsl, withTLS(), kgo.SASL(scram.Auth{User: order.User, Pass: order.Password}.AsSha512Mechanism()))
		},
	}
	codecs := map[string]kgo.CompressionCodec{"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(), "lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression()}
	for name, codec := range codecs {
		acts[name] = func() error { return roundTrip(name, order.Bootstrap, kgo.ProducerBatchCompression(codec)) }
	}
	for _, name := range order.Capabilities {
		act, known := acts[name]
		if !known {
			tell(map[string]string{"capability": name, "outcome": "absent", "note": "not in this client"})
			continue
		}
		if err := act(); err != nil {
			fmt.Fprintln(os.Stderr, name, err)
			tell(map[string]string{"capability": name, "outcome": "fails", "note": err.Error()})
			continue
		}
		tell(map[string]string{"capability": name, "outcome": "works", "note": ""})
	}
}
