"""More common words by language: what is done, what there is, what it is like, when and where. See common_words."""

from thoughtmill.filters.language.function_words import words

MORE_COMMON: dict[str, frozenset[str]] = {
    "es": words("""
        hay usar usa usan utilizar conviene importa importante recordar recuerda recordemos conocer conocido entender
        explicar explica empezar empieza terminar comenzar comienza llegar pasar pasa llevar lleva dejar deja seguir
        volver abrir cerrar escribir escribe buscar pedir pide servir sirve añadir quitar cambiar cambia cortar limpiar
        lavar cocinar hervir mezclar calentar comer beber dormir vivir morir nacer nació murió trabajar trabaja comprar
        vender pagar ganar perder jugar aprender enseñar ayudar esperar creer sentir oír escuchar hablar habla leer
        viajar caminar correr subir bajar entrar salir evitar mantener permite permitir conseguir lograr intentar
        agua tierra fuego aire sol luna cielo mar río montaña árbol árboles flor flores hoja hojas rama planta plantas
        perro gato pájaro caballo casa calle ciudad pueblo país mundo gente persona hombre mujer niño niña hijo hija
        padre madre hermano amigo amiga rey reina guerra paz vida muerte amor corazón mano manos ojo ojos cabeza cuerpo
        sangre piel comida pan leche carne pescado sal aceite huevo huevos vino mesa silla puerta ventana libro libros
        palabra palabras carta papel dinero trabajo escuela maestro alumno clase historia siglo época noche tarde lunes
        martes miércoles jueves viernes sábado domingo enero febrero abril mayo junio julio agosto septiembre octubre
        noviembre diciembre invierno verano otoño primavera blanco negro rojo verde amarillo azul nuevo nueva viejo
        vieja joven largo corto alto ancho lleno vacío limpio sucio seco seca mojado caliente frío fría dulce amargo
        fuerte débil rápido lento rico pobre feliz triste peligroso útil necesario posible imposible distinto diferente
        antiguo moderno propio cierta verdadero demás mayoría parte partes lugar forma modo tipo clase nombre cuidado
        suerte ayuda problema duda siguen crecen florece bonito hermosa hermoso lentamente rápidamente
    """),
    "fr": words("""
        utiliser utilise utilisez falloir convient importe rappelons rappeler connaître connu comprendre expliquer
        explique commencer commence terminer arriver arrive passer passe laisser laisse suivre suit revenir ouvrir
        fermer écrire écrit chercher demander servir ajouter enlever changer couper coupez nettoyer laver cuisiner
        mélanger chauffer manger boire dormir vivre mourir naître né née mort travailler acheter vendre payer gagner
        perdre jouer apprendre enseigner aider attendre croire sentir entendre écouter parle lire voyager marcher courir
        monter descendre entrer sortir éviter garder permet permettre réussir essayer aimer aime
        eau terre feu soleil lune ciel mer rivière montagne arbre arbres fleur fleurs feuille feuilles branche branches
        plante plantes chien oiseau cheval maison rue ville village pays monde gens personne homme femme enfant enfants
        fils fille père mère frère sœur ami amie roi reine guerre paix vie amour cœur main mains œil yeux tête corps
        sang peau nourriture lait viande poisson sel huile œuf œufs vin chaise porte fenêtre livre livres mot mots
        lettre papier argent travail école maître élève histoire siècle époque nuit soir matin lundi mardi mercredi
        jeudi vendredi samedi dimanche janvier février avril juin juillet août septembre octobre novembre décembre hiver
        automne printemps blanc noir rouge vert jaune bleu nouveau nouvelle vieux jeune haut bas large plein vide sale
        sec sèche froid chaud chaude doux amer fort faible rapide lent riche pauvre triste dangereux utile nécessaire
        possible différent ancien moderne propre vrai plupart partie parties lieu forme sorte genre soin aide problème
        doute lentement rapidement joli jolie belle beau
    """),
    "de": words("""
        benutzen benutzt verwenden verwendet sollte braucht brauchen wichtig erinnern kennen kennt verstehen erklären
        erklärt beginnen beginnt anfangen enden ankommen lassen lässt folgen öffnen schließen schreiben schreibt suchen
        bitten dienen hinzufügen ändern schneiden schneidet putzen waschen kochen mischen erhitzen essen trinken
        schlafen leben lebt sterben starb geboren arbeiten arbeitet kaufen verkaufen bezahlen gewinnen verlieren spielen
        lernen lehren helfen hilft warten glauben glaubt fühlen hören sprechen spricht lesen reisen laufen steigen
        vermeiden behalten erlauben erlaubt gelingen versuchen lieben liebt denken denkt wissen weiß finden findet
        wasser erde feuer luft sonne mond himmel meer fluss berg baum bäume blume blumen blatt blätter zweig pflanze
        pflanzen hund katze vogel pferd haus straße stadt dorf land welt leute mensch menschen mann frau kind kinder
        sohn tochter vater mutter bruder schwester freund freundin könig königin krieg frieden tod liebe herz augen
        kopf körper blut haut brot milch fleisch fisch salz öl eier wein tisch stuhl tür fenster buch bücher wort
        wörter brief papier geld arbeit schule lehrer schüler geschichte jahrhundert zeit nacht abend montag dienstag
        mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember winter frühling
        herbst weiß schwarz rot grün gelb blau neu neue alt alte lang kurz hoch breit voll leer sauber schmutzig trocken
        nass heiß kalt süß bitter stark schwach schnell langsam reich arm glücklich traurig gefährlich nützlich nötig
        möglich unmöglich verschieden anders eigen wirklich meisten teil ort stelle art weise name vorsicht hilfe
        zweifel schöne schönes deutlich genug oft manchmal selten
    """),
    "it": words("""
        bisogna occorre conviene serve usare usa usate utilizzare importante ricordare ricorda ricordiamo conoscere
        capire spiegare spiega cominciare comincia iniziare inizia finire arrivare passare passa lasciare lascia seguire
        tornare aprire chiudere scrivere scrive cercare chiedere servire aggiungere togliere cambiare tagliare pulire
        lavare cucinare bollire mescolare scaldare mangiare bere dormire vivere morire nascere nacque morì lavorare
        comprare vendere pagare vincere perdere giocare imparare insegnare aiutare aspettare credere sentire ascoltare
        parlare leggere viaggiare camminare correre salire scendere entrare uscire evitare tenere permette riuscire
        provare amare vuol volere dire dice fare
        terra fuoco aria sole luna cielo mare fiume montagna albero alberi fiore fiori foglia foglie ramo rami pianta
        piante cane gatto uccello cavallo casa strada paese gente persona uomo donna bambino bambini figlio figlia padre
        madre fratello sorella amico amica regina guerra pace vita morte amore cuore mano mani occhio occhi testa corpo
        sangue pelle cibo pane latte carne pesce sale olio uovo uova vino tavolo sedia porta finestra libro libri
        parola parole lettera carta denaro soldi lavoro scuola maestro alunno storia secolo epoca notte sera mattina
        lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio aprile maggio giugno luglio
        settembre ottobre novembre dicembre inverno estate autunno primavera bianco nero rosso verde giallo blu nuovo
        nuova vecchio vecchia giovane lungo corto alto basso largo pieno vuoto pulito pulita pulite sporco secco secca
        bagnato caldo freddo dolce amaro forte debole veloce lento ricco povero felice triste pericoloso utile
        necessario possibile diverso antico moderno proprio vero maggior parte parti luogo modo tipo nome attenzione
        aiuto problema dubbio ben bello bella bellissimo lentamente
    """),
    "pt": words("""
        convém precisa precisamos preciso usar usam utilizar importa importante lembrar lembre conhecer entender
        explicar explica começar começa terminar chegar passar passa levar leva deixar deixa seguir voltar abrir fechar
        escrever escreve procurar pedir servir acrescentar tirar mudar muda cortar limpar lavar cozinhar ferver misturar
        aquecer comer beber dormir viver morrer nascer nasceu morreu trabalhar trabalha comprar vender pagar ganhar
        perder jogar aprender ensinar ajudar esperar acreditar sentir ouvir escutar falar ler viajar andar correr subir
        descer entrar sair evitar manter permite conseguir tentar gostar entre contra como demasiado quero cerca
        terra fogo ar sol lua céu mar rio montanha árvore árvores flor flores folha folhas ramo ramos planta plantas cão
        gato pássaro cavalo rua país mundo gente pessoa pessoas criança filho filha pai mãe irmão amigo amiga rei rainha
        guerra paz vida morte amor coração mão mãos olho olhos cabeça corpo sangue pele comida pão leite carne peixe sal
        azeite ovo ovos vinho mesa cadeira porta janela livro livros palavra palavras carta papel dinheiro trabalho
        escola professor aluno história século época noite tarde segunda-feira sábado domingo janeiro fevereiro março
        abril maio junho julho setembro outubro novembro dezembro inverno verão outono primavera branco preto vermelho
        verde amarelo azul novo nova velho velha jovem longo curto alto cheio vazio limpo sujo seco seca molhado quente
        frio doce amargo forte fraco rápido lento rico pobre feliz triste perigoso útil necessário possível impossível
        diferente antigo moderno próprio verdadeiro maioria parte partes lugar forma modo tipo nome cuidado ajuda
        problema dúvida bonito bonita lentamente
    """),
    "nl": words("""
        gebruiken gebruikt belangrijk nodig herinneren kennen begrijpen uitleggen beginnen begint eindigen aankomen
        laten laat volgen openen sluiten schrijft zoeken vragen dienen toevoegen veranderen snijden wassen koken mengen
        eten drinken slapen leven leeft sterven geboren werken werkt kopen verkopen betalen winnen verliezen spelen
        leren helpen wachten geloven voelen horen spreken spreekt lezen reizen lopen vermijden houden proberen denken
        denkt weten weet vindt aarde vuur lucht zon maan hemel zee rivier berg boom bomen bloem bloemen blad bladeren
        plant planten hond kat vogel paard huis straat stad dorp wereld mensen mens vrouw kind kinderen zoon dochter
        vader moeder broer zus vriend vriendin koning koningin oorlog vrede dood liefde hart ogen hoofd lichaam bloed
        huid brood melk vlees vis zout olie eieren wijn tafel stoel deur raam boek boeken woord woorden brief geld werk
        school leraar geschiedenis eeuw tijd nacht avond maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
        winter zomer lente herfst wit zwart rood groen geel blauw nieuw nieuwe oud oude lang kort hoog breed vol leeg
        schoon vuil droog nat heet koud zoet bitter sterk zwak snel langzaam rijk arm gelukkig verdrietig gevaarlijk
        nuttig mogelijk onmogelijk verschillend anders eigen echt meeste plaats manier naam hulp mooi mooie
    """),
    "sv": words("""
        använda används behöver viktigt komma ihåg känna förstå förklara börja börjar sluta följa öppna stänga skriva
        söka ändra skära tvätta koka blanda äta dricka sova leva lever dö född arbeta köpa sälja betala vinna spela lära
        hjälpa vänta tro höra tala läsa resa undvika försöka älska tänker vet hittar vatten jord eld luft sol måne
        himmel hav flod berg träd blomma blommor blad växt hund katt fågel häst hus gata stad värld människor kvinna
        barn dotter fader moder bror syster vän kung drottning krig fred kärlek hjärta ögon huvud kropp blod bröd mjölk
        kött fisk olja ägg vin bord stol dörr fönster bok böcker ord pengar arbete skola lärare historia århundrade
        måndag tisdag onsdag torsdag fredag lördag söndag vinter sommar höst vit svart röd grön gul blå ny gammal lång
        kort hög bred tom ren smutsig torr våt varm kall söt svag snabb långsam rik fattig glad ledsen farlig nyttig
        möjligt olika egen verkligen flesta plats sätt namn hjälp vacker ofta ibland
    """),
    "pl": words("""
        używać należy trzeba ważne pamiętać znać rozumieć zacząć kończyć otworzyć zamknąć pisać szukać prosić dodać
        zmienić ciąć myć gotować mieszać jeść pić spać żyć umrzeć pracować kupić sprzedać płacić wygrać grać uczyć pomóc
        czekać wierzyć czuć słyszeć mówić czytać podróżować unikać próbować kochać myśleć wie znaleźć woda ziemia ogień
        powietrze słońce księżyc niebo morze rzeka góra drzewo drzewa kwiat kwiaty liść roślina pies kot ptak koń dom
        ulica miasto kraj świat ludzie człowiek kobieta dziecko dzieci syn córka ojciec matka brat siostra przyjaciel
        król wojna pokój życie śmierć miłość serce ręka oczy głowa ciało krew chleb mleko mięso ryba sól olej jajka
        wino stół krzesło drzwi okno książka słowo słowa pieniądze praca szkoła nauczyciel historia wiek noc wieczór
        biały czarny czerwony zielony nowy stary długi krótki wysoki pełny pusty czysty suchy mokry gorący zimny słodki
        silny słaby szybki bogaty biedny szczęśliwy smutny niebezpieczny możliwe różny własny większość miejsce sposób
        imię pomoc ładny często czasem
    """),
}  # fmt: skip
"""A word may be English too, or of several languages."""
